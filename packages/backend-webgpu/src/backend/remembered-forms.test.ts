import { expect, it } from 'vitest';
import { allForms } from './kernel-form.js';
import { RememberedForms } from './remembered-forms.js';

it('what was chosen is known in this process, and in browsers at the next visit', async () => {
  const forms = { ...allForms('item'), rows: 'subgroup' } as const;
  const remembered = new RememberedForms();
  expect(await remembered.of('a card')).toBeUndefined();
  await remembered.keep('a card', forms);
  expect(await remembered.of('a card')).toEqual(forms);
  expect(await remembered.of('another')).toBeUndefined();
  expect(await new RememberedForms().of('a card')).toEqual('indexedDB' in globalThis ? forms : undefined);
});

it('what an earlier version chose is chosen anew', async () => {
  await new RememberedForms().keep('an old card', { product: 'group' } as never);
  expect(await new RememberedForms().of('an old card')).toBeUndefined();
});
