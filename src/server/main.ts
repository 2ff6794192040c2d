import { createParts } from './brain.ts';
import { analystThread } from './language/analyst.ts';
import { runProgram } from './program.ts';

// The same program is the thread that reads documents.
if (!analystThread()) runProgram(createParts);
