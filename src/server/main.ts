import { createParts } from './brain.ts';
import { runProgram } from './program.ts';

runProgram(createParts);
