/** Socket.IO packets (socket.io-protocol 5) of the namespace `/`, as contained in a text frame. */

/** An event that wants an acknowledgement. */
export interface EventPacket {
  /** The acknowledgement's id, as received digits. */
  id: string
  event: string
  payload: unknown
}

const digit0 = 0x30
const digit9 = 0x39
const bracket = 0x5b
/** More digits than any client reaches. */
const idDigitsMax = 15

/**
 * Parses `42<id>["<event>",<payload>]`. Null for any other packet that begins with `42` (which the caller has
 * checked) and for invalid JSON. The payload is not validated.
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

/** The acknowledgement of an event in `/`, with `json` as its only argument. */
export const ackPacketOf = (id: string, json: string): string => `3${id}[${json}]`
