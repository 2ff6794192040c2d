/** Values that a template engine fills in: `{{ env_var('X') }}`, `${X}`, `<%= x %>`. */
export function isTemplated(text: string): boolean {
  return text.includes('{{') || text.includes('${') || text.includes('<%') || text.includes('{%');
}
