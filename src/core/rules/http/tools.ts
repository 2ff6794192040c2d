import type { Tool } from '../rule.ts';
import { curlTool } from './curl.ts';
import { grpcTool } from './grpc.ts';
import { httpieTool } from './httpie.ts';
import { wgetTool } from './wget.ts';

/** Programs that send HTTP requests. */
export const httpTools: readonly Tool[] = [curlTool, wgetTool, httpieTool, grpcTool];
