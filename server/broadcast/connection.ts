import type { Message } from './messages.ts'

/**
 * One client's stream, as the broadcaster knows it: the port behind which Socket.IO, plain WebSockets and the
 * simulation stand.
 */
export interface Connection {
  /** Unique among all connections there ever are in this process. */
  readonly id: string
  /** Hands over a message; never blocks, never throws, and does nothing once closed. */
  send(message: Message): void
  /**
   * Sends one or two messages at once, where the network has taken all of before; false, and nothing is sent, where
   * it has not.
   */
  deliver(message: Message, another: Message | null): boolean
  /** May it be handed another change now? Absent where that is so whenever nothing is {@link queued}. */
  takesMore?(): boolean
  /** Bytes that were handed over and that the network has not taken yet, over all streams of the client. */
  queued(): number
  /** Ends it; the client may come back and resume. */
  close(reason: string): void
}
