/** The outcome of signing in. */
export type SignedIn = 'ok' | 'refused' | 'too many tries' | 'no answer'

/** Signs in as the operator; the answer sets the session's cookie. */
export async function signIn(operatorToken: string): Promise<SignedIn> {
  try {
    const response = await fetch('/api/sign-in', {
      method: 'POST',
      credentials: 'same-origin',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ operatorToken }),
    })
    if (response.ok) return 'ok'
    if (response.status === 429) return 'too many tries'
    return response.status < 500 ? 'refused' : 'no answer'
  } catch {
    // No network; the user can try again.
    return 'no answer'
  }
}

/** The token in a link that the server printed, or the pasted text itself. */
export function tokenIn(text: string): string | null {
  const fragment = /#(token=[^&\s]+)/.exec(text)?.[1]
  return fragment ? new URLSearchParams(fragment).get('token') : text.trim() || null
}

/** Removes the token from the address, so that it is neither kept in the history nor visible. */
export function takeTokenFromAddress(): string | null {
  const { hash, pathname, search } = window.location
  if (!hash.startsWith('#token=')) return null
  window.history.replaceState(window.history.state, '', pathname + search)
  return tokenIn(hash)
}
