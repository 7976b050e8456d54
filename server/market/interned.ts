/** Texts by number, each once: what many rows have in common takes four bytes in each of them. Nothing is ever removed. */
export class Interned {
  readonly #numbers: Map<string, number>
  readonly #texts: string[] = []
  constructor(numbers: Map<string, number>) {
    this.#numbers = numbers
  }
  numberOf(text: string): number {
    const known = this.#numbers.get(text)
    if (known !== undefined) return known
    this.#numbers.set(text, this.#texts.length)
    return this.#texts.push(text) - 1
  }
  textOf(number: number): string {
    return this.#texts[number]!
  }
}
