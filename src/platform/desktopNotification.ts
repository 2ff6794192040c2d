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

/** Shows a notification of the system. Resolves to false where that cannot be done: no such program, no desktop. Never rejects. */
export function notifyDesktop(title: string, text: string, platform: NodeJS.Platform = process.platform): Promise<boolean> {
  const { program, args, environment } = notifierFor(platform, title, text);
  return new Promise((resolve) => {
    const child = spawn(program, args, { stdio: 'ignore', env: { ...process.env, ...environment }, timeout: deadline, windowsHide: true });
    child.once('error', () => resolve(false));
    child.once('exit', (code) => resolve(code === 0));
  });
}
