import { optionValue, readArguments } from '../arguments.ts';
import type { Rule, Tool } from '../rule.ts';
import { mutationDestroys, nameWords } from './verbs.ts';

const grpcRule: Rule = {
  id: 'http.grpcCall',
  effect: 'delete',
  resource: 'resource',
  title: 'Call the gRPC method {name}',
  location: 'remote',
  recovery: 'none',
  source: 'https://github.com/fullstorydev/grpcurl#usage',
  safer: 'Get the same resource first, and look at what it is.',
  examples: [
    `grpcurl -d '{"name":"x"}' api.example.com:443 acme.v1.Users/DeleteUser`,
    'grpcurl api.example.com:443 acme.v1.Admin.PurgeAll',
    `evans cli call acme.v1.Users.DeleteUser --host api.example.com`,
  ],
  nearMisses: [
    'grpcurl -plaintext localhost:50051 list',
    `grpcurl -d '{"id":1}' api.example.com:443 acme.v1.Users/GetUser`,
    'grpcurl api.example.com:443 describe acme.v1.Users.DeleteUser',
    `grpcurl -plaintext localhost:50051 acme.v1.Users/DeleteUser`,
  ],
};

const valued = new Set(
  '-d -H -rpc-header -reflect-header -proto -protoset -import-path -cacert -cert -key -authority -servername -connect-timeout -max-time -format -user-agent --host --port --path --proto --service --package --file'.split(
    ' ',
  ),
);

/** Clients of gRPC: `grpcurl [options] host:port package.Service/Method`. */
export const grpcTool: Tool = {
  names: ['grpcurl', 'evans', 'grpc_cli', 'buf'],
  family: 'http',
  rules: [grpcRule],
  find(invocation) {
    const args = readArguments(invocation, { valued, singleDashLong: true });
    const words = args.words.map((word) => word.text);
    if (words.some((word) => /^(?:list|describe|ls|desc)$/.test(word))) return [];
    const call = words.find((word) => /^[\w.]+[./][A-Z]\w*$/.test(word));
    const method = call?.slice(Math.max(call.lastIndexOf('.'), call.lastIndexOf('/')) + 1);
    if (method === undefined || !mutationDestroys(method) || /^(?:get|list|is|find)$/.test(nameWords(method)[0] ?? '')) return [];
    const host = (optionValue(args, '--host')?.text ?? words.find((word) => /^[\w.-]+:\d+$/.test(word)) ?? '').replace(/:\d+$/, '');
    const here = /^(?:localhost|127\.\d+\.\d+\.\d+|)$/.test(host);
    return [
      {
        rule: grpcRule,
        resource: { kind: grpcRule.resource, name: call! },
        target: host === '' ? {} : { hosts: [host] },
        ...(here ? { recovery: 'recoverable', location: 'local' } : {}),
        evidence: [{ text: call! }],
      },
    ];
  },
};
