import { lost, type Call, type Handler, type Output, type Run } from '../call.ts';

const destructive =
  /(?:^|[\s;|&({'"`])(?:remove-\w+|clear-\w+|format-\w+|stop-computer|restart-computer|rm|ri|rd|rmdir|del|erase|format|diskpart|cipher|reg|vssadmin|wbadmin|bcdedit|invoke-expression|iex|git|kubectl|docker|terraform|psql|railway|aws)\b/i;

/** `powershell -Command …`, `cmd /c …`. */
function windowsShell(call: Call, run: Run, name: string): Output | undefined {
  const text = call.argv
    .slice(1)
    .map((word) => word.text)
    .join(' ');
  if (destructive.test(text)) run.opaque(`${name} text that is not read yet`, call.text);
  run.redirections(call);
  return lost;
}

/** The shells of Windows. */
export const windowsWrappers: readonly (readonly [string, Handler])[] = ['powershell', 'pwsh', 'cmd'].map(
  (name) => [name, windowsShell] as const,
);
