import { withoutEnd } from '../text.ts';
/** What a path template of user-level state may stand on. Paths with forward slashes. */
export interface UserPlace {
  readonly home: string;
  readonly platform: 'linux' | 'darwin' | 'win32';
  /** Of the agent's process: `XDG_CONFIG_HOME` and the tools' own. */
  readonly variables: Readonly<Record<string, string>>;
}

/**
 * The absolute path of a file of user-level state. A template begins with `~/`, or with a folder that a variable overrides:
 * `{FLY_CONFIG_DIR:~/.fly}/config.yml`. `{config}` is where programs keep their settings on this platform. A `*` stands for the
 * letters of one name and is left in the result.
 */
export function userPath(template: string, place: UserPlace): string | undefined {
  const match = /^\{(?:(config)|([A-Z][A-Z0-9_]*):([^}]*))\}/.exec(template);
  if (!match) return absolute(template, place);
  const rest = template.slice(match[0].length);
  if (match[1] !== undefined) return configFolder(place) + rest;
  const override = withoutEnd(place.variables[match[2]!]?.replaceAll('\\', '/') ?? '', '/');
  const folder = override !== '' ? absolute(override, place) : absolute(match[3]!, place);
  return folder === undefined ? undefined : folder + rest;
}

function configFolder({ home, platform, variables }: UserPlace): string {
  if (platform === 'darwin') return `${home}/Library/Application Support`;
  if (platform === 'win32') return variables['APPDATA']?.replaceAll('\\', '/') ?? `${home}/AppData/Roaming`;
  const set = variables['XDG_CONFIG_HOME'];
  return set !== undefined && set.startsWith('/') ? withoutEnd(set, '/') : `${home}/.config`;
}

/** Relative overrides depend on who asks: they are not followed. */
function absolute(path: string, { home }: UserPlace): string | undefined {
  if (path === '~') return home;
  if (path.startsWith('~/')) return home + path.slice(1);
  return /^(?:\/|[A-Za-z]:\/)/.test(path) ? path : undefined;
}
