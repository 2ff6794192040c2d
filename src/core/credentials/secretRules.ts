import { cloudTokens } from './tokens/cloudTokens.ts';
import { developerTokens } from './tokens/developerTokens.ts';
import { keyMaterial } from './tokens/keyMaterial.ts';
import { modelTokens } from './tokens/modelTokens.ts';
import { serviceTokens } from './tokens/serviceTokens.ts';
import type { SecretRule } from './tokens/tokenRule.ts';

/**
 * Shapes of provider tokens. Each is written from the vendor's own documentation of its format, whose address stands above it, or from
 * tokens that the vendor gives out (unverified). Kinds without a shape of their own are found by the name they are given (vendors.ts).
 * Where two shapes share a prefix the first one wins.
 */
export const secretRules: readonly SecretRule[] = [...developerTokens, ...cloudTokens, ...modelTokens, ...serviceTokens, ...keyMaterial];
