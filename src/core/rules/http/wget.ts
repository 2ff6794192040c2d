import type { Invocation, Word } from '../../shell/invocation.ts';
import { optionValue, readArguments } from '../arguments.ts';
import type { Draft, RuleContext, Tool } from '../rule.ts';
import { addHeader, BodyReader, requestTo } from './body.ts';
import { judgeRequest } from './judgeRequest.ts';

// https://www.gnu.org/software/wget/manual/wget.html
const valued = new Set(
  (
    '-o --output-file -a --append-output -e --execute -i --input-file -B --base -t --tries -O --output-document -T --timeout -w --wait ' +
    '-Q --quota -P --directory-prefix -U --user-agent -l --level -A --accept -R --reject -D --domains -I --include-directories ' +
    '-X --exclude-directories --method --body-data --body-file --post-data --post-file --header --user --password --http-user ' +
    '--http-password --proxy-user --proxy-password --referer --limit-rate --ca-certificate --certificate --private-key --load-cookies ' +
    '--save-cookies --compression --max-redirect --default-page --bind-address --dns-timeout --connect-timeout --read-timeout --waitretry'
  ).split(' '),
);

/** GNU wget. */
export const wgetTool: Tool = {
  names: ['wget', 'wget2'],
  family: 'http',
  rules: [],
  find(invocation: Invocation, context: RuleContext): readonly Draft[] {
    const args = readArguments(invocation, { valued });
    const text = optionValue(args, '--body-data', '--post-data');
    const file = optionValue(args, '--body-file', '--post-file');
    const post = args.options.has('--post-data') || args.options.has('--post-file');
    const given = optionValue(args, '--method');
    const method = given ? (given.known ? given.text.toUpperCase() : '') : post ? 'POST' : 'GET';
    if (method === 'GET') return [];
    const headers = new Map<string, string>();
    for (const header of args.options.get('--header') ?? []) if (header) addHeader(headers, header.text);
    const body = new BodyReader(invocation, context);
    if (text) body.word(text);
    if (file) body.file(file);
    return args.words.flatMap((url: Word) => judgeRequest(requestTo(url.text, method, headers, body.body('&'), body.files), context));
  },
};
