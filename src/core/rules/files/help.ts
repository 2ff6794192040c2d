import { hasOption, type Arguments } from '../arguments.ts';

/** With these a program prints and ends. */
export function asksForHelp(args: Arguments): boolean {
  return hasOption(args, '--help', '--version');
}
