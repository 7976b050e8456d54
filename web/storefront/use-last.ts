import { useState } from 'react'

/** The current value; once there is none, the last one. */
export function useLast<Value extends object>(current: Value | null | undefined): Value | null | undefined {
  const [last, setLast] = useState(current)
  if (current && current !== last) setLast(current)
  return current ?? last
}
