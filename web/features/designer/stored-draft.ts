const storageKey = 'upline.plan-draft';

/** The draft of this browser: it survives a reload, and the designer hands it to the trial. Nobody else sees it. */
export function readStoredDraft(): string | null {
  return localStorage.getItem(storageKey);
}

export function storeDraft(text: string): void {
  localStorage.setItem(storageKey, text);
}
