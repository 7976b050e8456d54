const urlForm = /^(postgres(?:ql)?:\/\/(?:[^@/?#]*@)?)([^@/?#]+)(\/[^/]+)$/s

export const isDatabaseUrl = (url: string): boolean =>
  urlForm.test(url) && hostsOf(url).every((each) => URL.canParse(each))

/**
 * A URL for each host of a connection string, which may name several: `postgres://user:secret@one:5432,two:5432/souk`.
 */
export function hostsOf(url: string): string[] {
  const [, before = '', hosts = '', after = ''] = urlForm.exec(url) ?? []
  return hosts.split(',').map((host) => `${before}${host}${after}`)
}
