import Handlebars from 'handlebars';
import { TEMPLATE_CALLS } from '../../src/platform/mail/mail-words.js';

export interface TemplateNames {
  /** Values of the view, by their first step: `service` of `service.name`. */
  readonly view: ReadonlySet<string>;
  /** Values of the frame, without their `@`. */
  readonly frame: ReadonlySet<string>;
}

/** Every name that a compiled template reads, arguments of calls included (Handlebars' strict mode skips these). */
export function templateNames(source: string): TemplateNames {
  const view = new Set<string>();
  const frame = new Set<string>();
  const calls = new Set<string>(TEMPLATE_CALLS);
  class Reader extends Handlebars.Visitor {
    override PathExpression(path: hbs.AST.PathExpression): void {
      const name = String(path.parts[0]);
      if (path.data) frame.add(name);
      else if (!calls.has(name)) view.add(name);
    }
  }
  new Reader().accept(Handlebars.parse(source));
  return { view, frame };
}
