import { spawn } from 'node:child_process';

/** A program of the system that shows a notification, with the texts as arguments or in its environment: never in a script. */
interface Notifier {
  readonly program: string;
  readonly args: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
}

const powershell = `
$null = [Windows.UI.Notifications.ToastNotificationManager, Windows.UI.Notifications, ContentType = WindowsRuntime]
$xml = [Windows.UI.Notifications.ToastNotificationManager]::GetTemplateContent([Windows.UI.Notifications.ToastTemplateType]::ToastText02)
$texts = $xml.GetElementsByTagName('text')
$null = $texts.Item(0).AppendChild($xml.CreateTextNode($env:TENTH_SECOND_TITLE))
$null = $texts.Item(1).AppendChild($xml.CreateTextNode($env:TENTH_SECOND_TEXT))
[Windows.UI.Notifications.ToastNotificationManager]::CreateToastNotifier('Tenth Second').Show([Windows.UI.Notifications.ToastNotification]::new($xml))
`;

function notifierFor(platform: NodeJS.Platform, title: string, text: string): Notifier {
  const environment = { TENTH_SECOND_TITLE: title, TENTH_SECOND_TEXT: text };
  if (platform === 'darwin')
    return {
      program: 'osascript',
      args: ['-e', 'display notification (system attribute "TENTH_SECOND_TEXT") with title (system attribute "TENTH_SECOND_TITLE")'],
      environment,
    };
  if (platform === 'win32')
    return {
      program: 'powershell.exe',
      args: ['-NoProfile', '-NonInteractive', '-EncodedCommand', Buffer.from(powershell, 'utf16le').toString('base64')],
      environment,
    };
  return { program: 'notify-send', args: ['--app-name=Tenth Second', '--urgency=critical', '--', title, text], environment: {} };
}

/** Long enough for PowerShell to start on a slow machine, ms. */
const deadline = 15_000;

/** What came of it: `clicked` only where the system tells (notify-send of libnotify 0.7.10 or later). */
export type Notified = 'unavailable' | 'shown' | 'clicked';

export interface NotificationOptions {
  readonly platform?: NodeJS.Platform;
  readonly environment?: NodeJS.ProcessEnv;
  /** The word on the button that brings the window forward; without it no click is waited for. */
  readonly action?: string;
  /** ms that a click is waited for. */
  readonly wait?: number;
}

/** Shows a notification of the system. `unavailable` where that cannot be done: no such program, no desktop. Never rejects. */
export async function notifyDesktop(title: string, text: string, options: NotificationOptions = {}): Promise<Notified> {
  const { platform = process.platform, environment = process.env, action, wait = deadline } = options;
  const { program, args, environment: texts } = notifierFor(platform, title, text);
  const env = { ...environment, ...texts };
  if (program === 'notify-send' && action !== undefined) {
    const { code, output, ended } = await run(program, [`--action=default=${action}`, ...args], env, wait);
    if (code === 0) return output.trim() === 'default' ? 'clicked' : 'shown';
    // Nobody has clicked; an older one does not know the option and ends at once.
    if (!ended) return 'shown';
  }
  return (await run(program, args, env, deadline)).code === 0 ? 'shown' : 'unavailable';
}

interface Run {
  readonly code: number | null;
  readonly output: string;
  /** By itself, not by the deadline. */
  readonly ended: boolean;
}

function run(program: string, args: readonly string[], env: NodeJS.ProcessEnv, timeout: number): Promise<Run> {
  return new Promise((resolve) => {
    const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'ignore'], env, timeout, windowsHide: true });
    let output = '';
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => (output = (output + chunk).slice(0, 1000)));
    child.once('error', () => resolve({ code: null, output: '', ended: true }));
    child.once('close', (code, signal) => resolve({ code, output, ended: signal === null }));
  });
}
