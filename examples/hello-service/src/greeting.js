// What the service says. Pure, so that the unit tests need nothing else.

const greetings = { en: 'Hello', de: 'Hallo', es: 'Hola', fr: 'Bonjour', pt: 'Olá' };

/** The languages that greet() speaks. */
export const languages = Object.keys(greetings);

/** A greeting for a name, in a language or in English when the language is not known. */
export function greet(name, language = 'en') {
  const trimmed = String(name ?? '').trim().slice(0, 80);
  return `${greetings[language] ?? greetings.en}, ${trimmed || 'world'}!`;
}
