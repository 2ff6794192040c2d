# Tenth Second: holds what a guarded fish is about to run. Read from vendor_conf.d of a folder that XDG_DATA_DIRS names. fish tells of a
# command when it runs already, so an interactive shell is asked when Enter is pressed; in scripts only the shims hold.
set -g tenth_second_home (string replace -r '/terminal/share/fish/vendor_conf\.d/[^/]*$' '' -- (status filename))

# The same names as in ask.bash; fish does not read that file.
function tenth_second_caller
    set -g tenth_second_agent ''
    set -g tenth_second_session ''
    if test -n "$CLAUDE_CODE_CHILD_SESSION"; or string match -q 'claude-code*' -- "$AI_AGENT"
        set tenth_second_agent claude-code
        set tenth_second_session "$CLAUDE_CODE_SESSION_ID"
    else if test -n "$CODEX_THREAD_ID"
        set tenth_second_agent codex
        set tenth_second_session "$CODEX_THREAD_ID"
    else if test -n "$COPILOT_CLI"
        set tenth_second_agent copilot-cli
        set tenth_second_session "$COPILOT_AGENT_SESSION_ID"
    else if test -n "$QWEN_CODE"
        set tenth_second_agent qwen-code
        set tenth_second_session "$QWEN_CODE_SESSION_ID"
    else if test -n "$GEMINI_CLI"
        set tenth_second_agent gemini-cli
    else if test -n "$OPENCODE"
        set tenth_second_agent opencode
    else if test -n "$CURSOR_AGENT"
        set tenth_second_agent cursor
    else if test -n "$CLINE_ACTIVE"
        set tenth_second_agent cline
    else if test -n "$AMP_THREAD_ID$AMP_CURRENT_THREAD_ID"
        set tenth_second_agent amp
    else if test -n "$AUGMENT_AGENT"
        set tenth_second_agent augment
    else if test -n "$ANTIGRAVITY_AGENT"
        set tenth_second_agent antigravity
    else if test -n "$COPILOT_AGENT$AI_AGENT"
        set tenth_second_agent copilot
    else if test "$TENTH_SECOND_TERMINALS" = everywhere
        set tenth_second_agent terminal
    else
        return 1
    end
end

function tenth_second_json
    set -l text (string replace -a '\\' '\\\\' -- $argv[1] | string replace -a '"' '\\"' | string replace -a \t '\\t' | string replace -ar '[\x01-\x1f]' ' ' | string join '\\n')
    echo -n "\"$text\""
end

if tenth_second_caller
    # A start-up file may set PATH anew; the shims go first again.
    function tenth_second_path
        if test -d $tenth_second_home/shims; and not contains -- $tenth_second_home/shims $PATH
            set -gx PATH $tenth_second_home/shims $PATH
        end
    end
    tenth_second_path

    if status is-interactive
        function tenth_second_refused
            return 126
        end

        function tenth_second_enter
            set -l line (commandline -b | string collect)
            # An incomplete line only gets another one.
            if test -n "$line"; and commandline --is-valid; and tenth_second_caller
                set -l about '"agent":"'$tenth_second_agent'","cwd":'(tenth_second_json $PWD)
                set -l session "$tenth_second_session"
                test -n "$session"; or set session "terminal $fish_pid"
                set about $about',"session":'(tenth_second_json $session)',"line":'(tenth_second_json $line)
                echo
                if not echo -n "{$about}" | $tenth_second_home/bin/launcher terminal
                    # Something has to run: the editor waits for the end of a command.
                    commandline -r tenth_second_refused
                else
                    # Up over the line that what the guard may have said needed.
                    printf '\e[A'
                end
            end
            commandline -f execute
        end

        # Bindings are set up by the person's own files, so ours come at the first prompt.
        function tenth_second_first_prompt --on-event fish_prompt
            functions -e tenth_second_first_prompt
            tenth_second_path
            for mode in default insert
                bind -M $mode \r tenth_second_enter
                bind -M $mode \n tenth_second_enter
            end
        end
    end
end
