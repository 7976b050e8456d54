import type { SellerTexts } from '../en/seller.ts'

export const sellerSuspending: Pick<SellerTexts, 'suspending'> = {
  suspending: {
    title: (name) => `${name} sperren?`,
    help: 'Niemand kann bestellen, und wer dort arbeitet, kann nichts ändern, bis du die Sperre aufhebst. Bestehende Bestellungen bleiben.',
    button: 'Laden sperren',
    reason: 'Grund',
    reasonHelp: 'Lesen die Leute des Ladens, nicht die Kundschaft.',
    because: (reason) => `Grund: ${reason}`,
  },
}
