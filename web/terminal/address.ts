/** The first of `typed`, `SOUK_URL` and this machine's `PORT`, or 3000. Throws a readable error if it is not an address. */
export function serverAddress(typed: string | undefined, environment: NodeJS.ProcessEnv): string {
  const given = typed ?? (environment.SOUK_URL || `http://127.0.0.1:${environment.PORT || 3000}`)
  const address = URL.parse(given.includes('://') ? given : `http://${given}`)
  if (!address || !/^https?:$/.test(address.protocol)) {
    throw new Error(`"${given}" is not a server address; it should look like http://127.0.0.1:3000.`)
  }
  return address.origin
}
