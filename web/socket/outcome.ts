import type { Socket } from 'socket.io-client'
import type { Refusal } from '../../shared/refusals.ts'
import type { Outcome } from './wire.ts'

/** Sends one event over a connected socket. Calls `ended`, then resolves with the outcome. */
export function requestOver<Reply>(
  socket: Socket,
  event: string,
  payload: unknown,
  timeoutMs: number,
  ended: () => void,
): Promise<Outcome<Reply>> {
  return new Promise((resolve) => {
    socket.timeout(timeoutMs).emit(event, payload, (error: Error | null, reply: unknown) => {
      ended()
      resolve(error ? { kind: 'unknown' } : outcomeOf(reply))
    })
  })
}

function outcomeOf<Reply>(reply: unknown): Outcome<Reply> {
  if (typeof reply !== 'object' || reply === null || !('ok' in reply)) return { kind: 'unknown' }
  if (reply.ok === true) return { kind: 'ok', reply: reply as Reply }
  return 'error' in reply ? { kind: 'refused', refusal: reply.error as Refusal } : { kind: 'unknown' }
}
