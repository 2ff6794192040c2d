import type { Environment } from '../types.ts';

/**
 * Modes that the prefix of a key says. Sources: https://docs.stripe.com/keys, https://clerk.com/docs/guides/development/deployment/production
 * (unverified), https://razorpay.com/docs/api/authentication (unverified), https://paystack.com/docs/api/authentication (unverified).
 */
export function keyMode(value: string): Environment | undefined {
  if (/^(?:sk|rk|pk)_live_[A-Za-z0-9]{4}|^rzp_live_[A-Za-z0-9]{4}/.test(value)) return 'production';
  if (/^(?:sk|rk|pk)_test_[A-Za-z0-9]{4}|^rzp_test_[A-Za-z0-9]{4}/.test(value)) return 'development';
  return undefined;
}
