import { shownSteps } from './derivationSteps.js';
import type { DerivedModel } from './resultJson.js';
import { type Section, type SectionedDocument, sectionsLatex, sectionsMarkdown, sectionsText } from './sections.js';

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

/** A document a piece of the learning rate, each but the first with what the piece before it has not word for word. */
export function pieceDocuments(pieces: readonly DerivedModel[]): SectionedDocument[] {
  const documents = pieces.map(derivationDocument);
  const keyOf = (section: Section): string => sectionsText({ model: '', sets: [{ name: '', sections: [section] }] });
  return documents.map((document, i) => {
    if (i === 0) return document;
    const known = new Map(
      documents[i - 1].sets.map(({ name, sections }) => [name, new Set(sections.map(keyOf))] as const),
    );
    const sets = document.sets.map(({ name, sections }) => ({
      name,
      sections: sections.filter((section) => known.get(name)?.has(keyOf(section)) !== true),
    }));
    return { ...document, sets };
  });
}

/** The same as a document that is still to be written in one of these ways. */
export function derivationDocument({ model, derivations }: DerivedModel): SectionedDocument {
  const sets = derivations.map((derivation) => ({
    name: derivation.set.name,
    sections: shownSteps(model, derivation),
  }));
  return { model: model.name, sets };
}
