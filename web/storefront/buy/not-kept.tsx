import { useOpenedSession } from '../../store/hooks.ts'
import { orderTexts } from '../../ui/order-texts.ts'
import { Note } from './note.tsx'

/** Where the browser keeps no cookies a session is gone with its page: said before one buys, and beside a receipt. */
export function NotKept({ when }: { when: 'before' | 'after' }) {
  return useOpenedSession()?.isKept === false ? (
    <Note tone="warn" icon="alert">
      {orderTexts.notKept[when]}
    </Note>
  ) : null
}
