import { useState } from 'react'

/** The secret behind `#`, taken out of the address at once, so that neither history nor a shoulder keeps it. */
export function useLinkSecret(): string {
  const [secret] = useState(() => {
    const { hash, pathname, search } = window.location
    if (hash) window.history.replaceState(window.history.state, '', pathname + search)
    return hash.slice(1)
  })
  return secret
}
