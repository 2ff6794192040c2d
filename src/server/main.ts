import { isMainThread } from 'node:worker_threads';
import { createParts } from './brain.ts';
import { serveJobs } from './jobThread.ts';
import { fileReaderThread } from './fileReader.ts';
import { analystThread } from './language/analyst.ts';
import { runProgram } from './program.ts';

// The same file is the program of the threads that read documents and that work on many files.
if (isMainThread) runProgram(createParts);
else if (!analystThread() && !fileReaderThread()) serveJobs();
