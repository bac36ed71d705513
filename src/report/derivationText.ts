import { shownSteps } from './derivationSteps.js';
import type { DerivedModel } from './resultJson.js';
import { type SectionedDocument, sectionsLatex, sectionsMarkdown, sectionsText } from './sections.js';

/** The derivations of a model's sets, step by step, as plain text; formulas are whole lines in the grammar of model files. */
export function derivationText(derived: DerivedModel): string {
  return sectionsText(documentOf(derived));
}

/** The same as Markdown, formulas in LaTeX between dollar signs. */
export function derivationMarkdown(derived: DerivedModel): string {
  return sectionsMarkdown(documentOf(derived));
}

/** The same as a LaTeX document that compiles as it is (amsmath). */
export function derivationLatex(derived: DerivedModel): string {
  return sectionsLatex(documentOf(derived));
}

function documentOf({ model, derivations }: DerivedModel): SectionedDocument {
  const sets = derivations.map((derivation) => ({
    name: derivation.set.name,
    sections: shownSteps(model, derivation),
  }));
  return { model: model.name, sets };
}
