/**
 * Other services whose keys or mode variables say whether they are live.
 * Sources: https://clerk.com/docs/guides/development/deployment/production, https://razorpay.com/docs/api/authentication,
 * https://paystack.com/docs/api/authentication, https://developer.squareup.com/docs/build-basics/access-tokens,
 * https://plaid.com/docs/quickstart/glossary, https://docs.adyen.com/development-resources/live-endpoints (unverified).
 */
import { Findings } from '../findings.ts';
import { keyMode } from '../keyModes.ts';
import type { DecidingVariable, Recogniser } from '../recogniser.ts';
import type { Environment } from '../../types.ts';

function modeOf(value: string): Environment | undefined {
  if (/^(?:live|production|prod)$/i.test(value)) return 'production';
  return /^(?:sandbox|test|development)$/i.test(value) ? 'development' : undefined;
}

function service(tool: string, ...variables: readonly DecidingVariable[]): Recogniser {
  return { tool, files: [], quiet: true, variables, recognise: (file) => new Findings(file, tool) };
}

export const clerk = service('clerk', { name: /CLERK/, kind: 'account', secret: true, environmentOf: keyMode });
export const razorpay = service('razorpay', { name: /RAZORPAY/, kind: 'account', secret: true, environmentOf: keyMode });
export const paystack = service('paystack', { name: /PAYSTACK/, kind: 'account', secret: true, environmentOf: keyMode });
export const paypal = service('paypal', { name: /^PAYPAL_(?:MODE|ENV|ENVIRONMENT)$/, kind: 'mode', environmentOf: modeOf });
export const square = service(
  'square',
  { name: /^SQUARE_ENV(?:IRONMENT)?$/, kind: 'mode', environmentOf: modeOf },
  // A sandbox application id says so.
  {
    name: /^SQUARE_APP(?:LICATION)?_ID$/,
    kind: 'app',
    secret: true,
    environmentOf: (value) => (value.startsWith('sandbox-') ? 'development' : value.startsWith('sq0idp-') ? 'production' : undefined),
  },
);
export const plaid = service('plaid', { name: 'PLAID_ENV', kind: 'mode', environmentOf: modeOf });
export const adyen = service(
  'adyen',
  {
    name: /^ADYEN_ENV(?:IRONMENT)?$/,
    kind: 'mode',
    environmentOf: (value) => (/^live(?:-[a-z]{2})?$/i.test(value) ? 'production' : modeOf(value)),
  },
  {
    name: /^ADYEN_(?:LIVE_)?(?:URL_PREFIX|ENDPOINT_PREFIX)$/,
    kind: 'host',
    secret: true,
    environmentOf: (value) => (value.length > 8 ? 'production' : undefined),
  },
);
