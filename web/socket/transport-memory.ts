import { tabStorage } from '../store/storage.ts'

const key = 'souk:websockets-blocked-until'

export type Memory = typeof transportMemory

/** Remembers for the browser session whether WebSockets are blocked, so that a reload need not find out again. */
export const transportMemory = {
  read: () => tabStorage.read(key),
  write(text: string): void {
    // If it cannot be stored, the next page finds out for itself.
    tabStorage.write(key, text)
  },
}
