import { shownSteps } from './derivationSteps.js';
import type { DerivedModel } from './resultJson.js';
import { type SectionedDocument, sectionsLatex, sectionsMarkdown, sectionsText } from './sections.js';

/** The derivations of a model's sets, step by step, as plain text; formulas are whole lines in the grammar of model files. */
export function derivationText(derived: DerivedModel): string {
  return sectionsText(derivationDocument(derived));
}

/** The same as Markdown, formulas in LaTeX between dollar signs. */
export function derivationMarkdown(derived: DerivedModel): string {
  return sectionsMarkdown(derivationDocument(derived));
}

/** The same as a LaTeX document that compiles as it is (amsmath). */
export function derivationLatex(derived: DerivedModel): string {
  return sectionsLatex(derivationDocument(derived));
}

/** The same as a document that is still to be written in one of these ways. */
export function derivationDocument({ model, derivations }: DerivedModel): SectionedDocument {
  const sets = derivations.map((derivation) => ({
    name: derivation.set.name,
    sections: shownSteps(model, derivation),
  }));
  return { model: model.name, sets };
}
