/** What became of a try to sign in. */
export type SignedIn = 'ok' | 'refused' | 'too many tries' | 'no answer'

/** Makes this browser's session the operator's; its cookie is set by the answer. */
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
    // No network: the person tries again.
    return 'no answer'
  }
}

/** The token of a link as the server prints it, or of what else was pasted: the token itself. */
export function tokenIn(text: string): string | null {
  const trimmed = text.trim()
  const token = /#token=([^&\s]+)/.exec(trimmed)?.[1]
  if (token !== undefined) return decoded(token)
  return trimmed || null
}

/** Takes the token out of the page's address, so that neither history nor a shoulder keeps it. */
export function takeTokenFromAddress(): string | null {
  const { hash, pathname, search } = window.location
  if (!hash.startsWith('#token=')) return null
  window.history.replaceState(window.history.state, '', pathname + search)
  return tokenIn(hash)
}

function decoded(token: string): string {
  try {
    return decodeURIComponent(token)
  } catch {
    // A stray percent sign: then it is the token as it stands.
    return token
  }
}
