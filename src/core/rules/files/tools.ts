import type { Tool } from '../rule.ts';
import { archiveTools } from './archives.ts';
import { diskTools } from './disks.ts';
import { overwriteTools } from './overwrite.ts';
import { permissionTools } from './permissions.ts';
import { removeTools } from './remove.ts';
import { syncTools } from './sync.ts';

/** Programs that delete and overwrite files, and erase disks. */
export const filesTools: readonly Tool[] = [
  ...removeTools,
  ...overwriteTools,
  ...syncTools,
  ...archiveTools,
  ...diskTools,
  ...permissionTools,
];
