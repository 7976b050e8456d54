/** Socket.IO's packets (socket.io-protocol 5) of the namespace `/`, as they stand in a text frame. */

/** An event that wants an acknowledgement. */
export interface EventPacket {
  /** The acknowledgement's id, digits as they came. */
  id: string
  event: string
  payload: unknown
}

const digit0 = 0x30
const digit9 = 0x39
const bracket = 0x5b
/** More digits than a client counts to. */
const idDigitsMax = 15

/**
 * What `42<id>["<event>",<payload>]` says; null for every other packet that begins with `42`, which the caller has
 * looked at, and for what is not JSON. Its payload was not checked.
 */
export function parseEventPacket(text: string): EventPacket | null {
  const start = 2
  let end = start
  for (let code = text.charCodeAt(end); code >= digit0 && code <= digit9; code = text.charCodeAt(end))
    end += 1
  const digits = end - start
  const isCanonical = digits === 1 || text.charCodeAt(start) !== digit0
  if (digits === 0 || digits > idDigitsMax || !isCanonical || text.charCodeAt(end) !== bracket) return null
  const values = parseArray(text.slice(end))
  if (values?.length !== 2 || typeof values[0] !== 'string') return null
  return { id: text.slice(start, end), event: values[0], payload: values[1] }
}

function parseArray(json: string): unknown[] | null {
  try {
    return JSON.parse(json)
  } catch (error) {
    if (error instanceof SyntaxError) return null
    throw error
  }
}

/** The acknowledgement of an event in `/`; `json` is its one argument. */
export const ackPacketOf = (id: string, json: string): string => `3${id}[${json}]`
