import type { Tool } from '../rule.ts';
import { adminTools } from './admin.ts';
import { clientTools } from './clients.ts';
import { moreClientTools } from './moreClients.ts';
import { sqliteTool } from './sqlite.ts';

/** Clients of SQL databases. */
export const sqlTools: readonly Tool[] = [...clientTools, ...moreClientTools, sqliteTool, ...adminTools];
