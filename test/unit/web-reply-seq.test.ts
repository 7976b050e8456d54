import { expect, test } from 'vitest'
import { ReplySeq } from '../../web/socket/reply-seq.ts'
import type { Outcome } from '../../web/socket/wire.ts'

const ok = (seq: number): Outcome<{ seq: number }> => ({ kind: 'ok', reply: { seq } })
const at = { epoch: 'one', seq: 7 }

test('[G7] a handshake names the highest seq of a reply, even if its change has not arrived', () => {
  const replies = new ReplySeq()
  expect(replies.handshake(at)).toEqual(at)
  for (const seq of [9, 12, 10]) expect(replies.note(ok(seq), at)).toEqual(ok(seq))
  expect(replies.handshake(at)).toEqual({ ...at, atLeast: 12 })
})

test('[G7] replies of an earlier epoch are not named in the next one', () => {
  const replies = new ReplySeq()
  replies.note(ok(900), at)
  const next = { epoch: 'two', seq: 3 }
  expect(replies.handshake(next)).toEqual(next)
  replies.note(ok(4), next)
  expect(replies.handshake(next)).toEqual({ ...next, atLeast: 4 })
})

test('[G7] only accepted commands have a seq to name', () => {
  const replies = new ReplySeq()
  const outcomes: Outcome<object>[] = [
    { kind: 'unknown' },
    { kind: 'refused', refusal: { code: 'busy', message: '', retryAfterMs: 1 } as never },
    { kind: 'ok', reply: { orders: [], next: null } },
  ]
  for (const outcome of outcomes) replies.note(outcome, at)
  replies.note(ok(9), null)
  expect(replies.handshake(at)).toEqual(at)
})
