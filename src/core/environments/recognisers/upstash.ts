/**
 * Upstash: databases and queues have hosts of their own below upstash.io; the CLI's file holds an account's key and no link.
 * Source: https://github.com/upstash/cli/blob/main/pkg/config.ts, read 2026-06-25; hosts:
 * https://upstash.com/docs/redis/features/restapi (unverified).
 */
import { Findings } from '../findings.ts';
import type { Recogniser } from '../recogniser.ts';

export const upstash: Recogniser = {
  tool: 'upstash',
  files: [],
  domains: ['upstash.io'],
  quiet: true,
  recognise: (file) => new Findings(file, 'upstash'),
};
