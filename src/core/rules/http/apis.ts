import { railwayApi } from '../railway/api.ts';
import type { Api } from './api.ts';

/** Every provider whose HTTP API is known. A new one is one file and one entry here. */
export const apis: readonly Api[] = [railwayApi];
