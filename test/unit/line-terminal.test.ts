import { PassThrough } from 'node:stream'
import { expect, test } from 'vitest'
import { LineTerminal } from '../../web/terminal/line-terminal.ts'

/** A terminal whose keyboard and screen the test has. */
function openTerminal({ isTTY }: { isTTY: boolean }) {
  const [input, output] = [new PassThrough(), new PassThrough()].map((stream) =>
    Object.assign(stream, { isTTY }),
  )
  let shown = ''
  output!.on('data', (chunk) => {
    shown += chunk
  })
  const terminal = new LineTerminal({
    input: input!,
    output: output!,
    onInterrupt: () => {},
    onEnd: () => {},
  })
  return { terminal, type: (text: string) => input!.write(text), shown: () => shown }
}

test('[shop] a token that a person types is not shown, and what they type next is', async () => {
  const { terminal, type, shown } = openTerminal({ isTTY: true })
  const asked = terminal.askSecret('Enter operator token: ')
  for (const key of 'secreX\u007ft-token\r') type(key)
  expect(await asked).toBe('secret-token')
  expect(shown()).toBe('Enter operator token: \n')
  const next = terminal.ask('Enter product name: ')
  type('Bread\r')
  expect(await next).toBe('Bread')
  expect(shown()).toContain('Enter product name: ')
  expect(shown()).toContain('Bread')
  expect(shown()).not.toContain('token-')
  terminal.close()
})

test('[shop] a token from a pipe is read like any line', async () => {
  const { terminal, type, shown } = openTerminal({ isTTY: false })
  type('first\nsecond\n')
  expect(await terminal.askSecret('Token: ')).toBe('first')
  expect(await terminal.ask('Name: ')).toBe('second')
  expect(shown()).toBe('Token: \nName: \n')
  terminal.close()
})
