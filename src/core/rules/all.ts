import type { Invocation } from '../shell/invocation.ts';
import { autorunActions } from './autorun/autorunActions.ts';
import { awsTool } from './clouds/aws.ts';
import { azureTool } from './clouds/azure.ts';
import { bqTool, gcloudTool, gsutilProtectionTool, gsutilTool } from './clouds/google.ts';
import { consoleTools } from './consoles/consoles.ts';
