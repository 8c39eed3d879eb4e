/** After a form came back with faults, the first of them has the focus: the field, or what is said of the whole form. */
export function focusFirstFault(page: ParentNode): void {
  page.querySelector<HTMLElement>('form .form-error, form [aria-invalid="true"]')?.focus();
}
