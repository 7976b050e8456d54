import { useOpenedSession } from '../../store/hooks.ts'
import { Note } from '../../ui/note.tsx'
import { orderTexts } from '../../ui/order-texts.ts'

/** Without cookies, a session ends with its page. Buyers read this before they order, and beside the receipt. */
export function NotKept({ when }: { when: 'before' | 'after' }) {
  return useOpenedSession()?.isKept === false ? <Note tone="warn">{orderTexts.notKept[when]}</Note> : null
}
