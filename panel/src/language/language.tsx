import { createContext, use, useCallback, useEffect, useMemo, useState, type ReactNode } from 'react';
import type { Messages } from './en.ts';
import { formatsOf, type Formats } from './formats.ts';

/** Languages that the panel is written in. */
export type LanguageCode = 'en' | 'fr';

interface Language {
  readonly code: LanguageCode;
  readonly text: Messages;
  readonly format: Formats;
  /** Changes the language for this browser, from now on. */
  readonly choose: (code: LanguageCode) => void;
  /** The language of the account: followed unless the person has chosen another in this browser. */
  readonly suggest: (tag: string | null) => void;
}

const TABLES: Readonly<Record<LanguageCode, () => Promise<Messages>>> = {
  en: async () => (await import('./en.ts')).en,
  fr: async () => (await import('./fr.ts')).fr,
};

const CHOICE = 'mandate.language';

const LanguageContext = createContext<Language | null>(null);

/** `fr_FR`, `fr-CA` → `fr`; a language that we do not speak → `null`. */
function codeOf(tag: string | null | undefined): LanguageCode | null {
  const code = tag?.slice(0, 2).toLowerCase();
  return code === 'fr' || code === 'en' ? code : null;
}

/** Storage may be forbidden in this browser; a choice is then good until the page is left. */
function storedChoice(): LanguageCode | null {
  try {
    return codeOf(window.localStorage.getItem(CHOICE));
  } catch {
    return null;
  }
}

function storeChoice(code: LanguageCode): void {
  try {
    window.localStorage.setItem(CHOICE, code);
  } catch {
    // The choice still holds for this page.
  }
}

const ofBrowser = (): LanguageCode => navigator.languages.map(codeOf).find((code) => code !== null) ?? 'en';

/** Language by choice, else of the account, else of the browser. */
const firstLanguage = (): LanguageCode => storedChoice() ?? ofBrowser();

/** Starts loading the first table at once; called before React so that nothing waits for anything. */
export const firstTable = (): Promise<Messages> => TABLES[firstLanguage()]();

/** Gives every component below its texts and formats, and `<html lang>` to the browser. */
export function LanguageProvider({ first, children }: { first: Messages; children: ReactNode }): ReactNode {
  const [shown, setShown] = useState({ code: firstLanguage(), text: first });

  useEffect(() => {
    document.documentElement.lang = shown.code;
  }, [shown]);

  const show = useCallback((code: LanguageCode): void => {
    // Requests that leave from now on ask for sentences in this language.
    document.documentElement.lang = code;
    void TABLES[code]().then((text) => {
      setShown({ code, text });
    });
  }, []);

  const choose = useCallback(
    (code: LanguageCode): void => {
      storeChoice(code);
      show(code);
    },
    [show],
  );

  const suggest = useCallback(
    (tag: string | null): void => {
      const code = storedChoice() ?? codeOf(tag);
      if (code !== null) show(code);
    },
    [show],
  );

  const language = useMemo(
    () => ({ ...shown, format: formatsOf(shown.code), choose, suggest }),
    [shown, choose, suggest],
  );
  return <LanguageContext value={language}>{children}</LanguageContext>;
}

/** Texts, formats and the switch of the language. */
export function useLanguage(): Language {
  const language = use(LanguageContext);
  if (language === null) throw new Error('useLanguage needs a LanguageProvider above it');
  return language;
}

/** Texts of one area of the panel, which travel with it; the tables of this folder hold what the first load needs. */
export const useTexts = <T,>(texts: Readonly<Record<LanguageCode, T>>): T => texts[useLanguage().code];
