import { hash } from 'node:crypto'
import { isTransient } from '../../shared/refusals.ts'
import type { Command, CommandEnvelope } from '../market/command.ts'
import type { Outcome } from './outcome.ts'
import type { CommandQueue } from './queue.ts'

/** Submits a command of the market itself. False if its outcome is unknown: then submit the same id again. */
export type SubmitOwn = (id: string, command: Command) => Promise<boolean>

export const ownCommandsOf =
  (queue: CommandQueue): SubmitOwn =>
  async (id, command) => {
    const outcome = await submitOwn(queue, id, command)
    return outcome.kind === 'done' || !isTransient(outcome.refusal.code)
  }

/** Submits a command of the market itself; resolves with its outcome. */
export function submitOwn(queue: CommandQueue, id: string, command: Command): Promise<Outcome> {
  const envelope: CommandEnvelope = {
    id,
    actor: { kind: 'market', id: 'market' },
    payloadHash: command.type,
    command,
  }
  return new Promise((reply) => queue.submit('market', envelope, reply))
}

/** A command id derived from a purpose: a UUID of version 8, the same at every start and on every node. */
export function derivedId(...parts: string[]): string {
  const hex = hash('sha256', parts.join('\n')).slice(0, 32)
  return hex.replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12})$/, '$1-$2-8$3-8$4-$5')
}
