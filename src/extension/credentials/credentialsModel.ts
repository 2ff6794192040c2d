import type { CredentialFileView } from '../../core/protocol.ts';
import type { Environment } from '../../core/types.ts';

/** A node of the Credentials view: environment → file → key. */
export type CredentialNode =
  | { readonly type: 'environment'; readonly environment: Environment; readonly files: number }
  | { readonly type: 'file'; readonly file: CredentialFileView }
  | { readonly type: 'key'; readonly file: CredentialFileView; readonly key: CredentialFileView['keys'][number] };

const order: readonly Environment[] = ['production', 'staging', 'unknown', 'development', 'local'];

/** Files with credentials as the view shows them. */
export class CredentialsModel {
  #files: readonly CredentialFileView[] = [];

  set(files: readonly CredentialFileView[]): void {
    this.#files = files;
  }

  get files(): readonly CredentialFileView[] {
    return this.#files;
  }

  file(path: string): CredentialFileView | undefined {
    return this.#files.find((file) => file.path === path);
  }

  children(node: CredentialNode | undefined): CredentialNode[] {
    if (node === undefined)
      return order.flatMap((environment) => {
        const files = this.#files.filter((file) => file.environment === environment).length;
        return files === 0 ? [] : [{ type: 'environment' as const, environment, files }];
      });
    if (node.type === 'environment')
      return this.#files.filter((file) => file.environment === node.environment).map((file) => ({ type: 'file' as const, file }));
    return node.type === 'file' ? node.file.keys.map((key) => ({ type: 'key' as const, file: node.file, key })) : [];
  }
}
