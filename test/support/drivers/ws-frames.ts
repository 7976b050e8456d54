import * as ws from 'ws'

/** The parts of `ws` that make and read frames, which its types do not declare. */
interface Halves {
  Sender: {
    frame(
      data: Buffer,
      options: {
        fin: boolean
        opcode: number
        mask: boolean
        rsv1: boolean
        readOnly: boolean
        generateMask?(mask: Buffer): void
      },
    ): Buffer[]
  }
  Receiver: new (options: {
    isServer: boolean
    maxPayload?: number
  }) => {
    on(event: 'message', listener: (data: Buffer, isBinary: boolean) => void): void
    on(event: 'error', listener: (error: Error) => void): void
    write(bytes: Buffer): void
  }
}

const { Sender, Receiver } = ws as unknown as Halves

export const opcodes = { continuation: 0, text: 1, binary: 2, close: 8, ping: 9, pong: 10 } as const

interface FrameSetting {
  opcode?: number
  fin?: boolean
  /** Null for a frame that is not masked, as a server's. */
  mask?: readonly number[] | null
}

/** A frame as the library makes it: by default a client's text. */
export function frameBy(
  data: string | Buffer,
  { opcode = opcodes.text, fin = true, mask = [1, 2, 3, 4] }: FrameSetting = {},
): Buffer {
  const made = Sender.frame(Buffer.from(data as string), {
    fin,
    opcode,
    mask: mask !== null,
    rsv1: false,
    readOnly: true,
    generateMask: (bytes) => bytes.set(mask ?? []),
  })
  return Buffer.concat(made)
}

/** What a client of the library receives from these bytes: its texts, or the message of its error. */
export function heardBy(...chunks: Buffer[]): string[] {
  const heard: string[] = []
  const receiver = new Receiver({ isServer: false })
  receiver.on('message', (data, isBinary) => heard.push(isBinary ? 'binary' : data.toString()))
  receiver.on('error', ({ message }) => heard.push(message))
  for (const chunk of chunks) receiver.write(chunk)
  return heard
}
