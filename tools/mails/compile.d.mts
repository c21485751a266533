export function compileTemplates(folders?: { from?: string; to?: string }): Promise<{ mails: number; files: number }>;
