import { runProgram } from '../../src/server/program.ts';
import { createTestParts } from '../support/serverParts.ts';

runProgram(createTestParts);
