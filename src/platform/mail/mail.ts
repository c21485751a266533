export const LANGUAGES = ['fr', 'en'] as const;
export type Language = (typeof LANGUAGES)[number];

/** A mail the product can send: where its templates live, the data they need, one sample of that data. */
export interface Mail<View extends object = object> {
  /** Folder below `templates/`, `<module>/<mail>`; holds `{fr,en}.{subject.hbs,mjml.hbs,text.hbs}`. */
  readonly template: string;
  /** Feeds the preview (`npm run mails`) and the render tests; a mail without a sample does not compile. */
  readonly sample: View;
}

/** Declares a mail; listing it in the module's `<module>.mails.ts` is all that preview and tests need. */
export function defineMail<View extends object>(mail: Mail<View>): Mail<View> {
  return mail;
}
