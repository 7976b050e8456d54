import type { Message } from './messages.ts'

/**
 * One client's stream, as the broadcaster sees it. The port is implemented for Socket.IO, plain WebSockets
 * and the simulation.
 */
export interface Connection {
  /** Unique in this process, for ever. */
  readonly id: string
  /** Sends a message. Never blocks or throws; does nothing once closed. */
  send(message: Message): void
  /**
   * Sends one or two messages at once if the network has taken everything before; otherwise returns false and
   * sends nothing.
   */
  deliver(message: Message, another: Message | null): boolean
  /** Whether it can take another change now. Absent where that means that nothing is {@link queued}. */
  takesMore?(): boolean
  /** Bytes sent that the network has not taken yet, over all streams of the client. */
  queued(): number
  /** Closes the connection; the client may return and resume. */
  close(reason: string): void
}
