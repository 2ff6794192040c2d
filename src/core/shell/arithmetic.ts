import type { ArithmeticExpression } from 'unbash';
import type { Scope } from './state.ts';

/** The value of an arithmetic expression of known variables; undefined when it cannot be told. Assigns what it assigns. */
export function evaluate(expression: ArithmeticExpression, scope: Scope, depth = 0): number | undefined {
  if (depth > 16) return undefined;
  switch (expression.type) {
    case 'ArithmeticWord':
      return variableOrNumber(expression.value, scope);
    case 'ArithmeticGroup':
      return evaluate(expression.expression, scope, depth + 1);
    case 'ArithmeticUnary': {
      const value = evaluate(expression.operand, scope, depth + 1);
      if (expression.operator === '++' || expression.operator === '--') {
        const next = value === undefined ? undefined : value + (expression.operator === '++' ? 1 : -1);
        assign(expression.operand, next, scope);
        return expression.prefix ? next : value;
      }
      if (value === undefined) return undefined;
      return expression.operator === '-'
        ? -value
        : expression.operator === '!'
          ? Number(value === 0)
          : expression.operator === '+'
            ? value
            : undefined;
    }
    case 'ArithmeticBinary':
      return binary(expression, scope, depth);
    case 'ArithmeticTernary': {
      const test = evaluate(expression.test, scope, depth + 1);
      if (test === undefined) return undefined;
      return evaluate(test === 0 ? expression.alternate : expression.consequent, scope, depth + 1);
    }
    case 'ArithmeticCommandExpansion':
      return undefined;
    default:
      return undefined;
  }
}

function binary(expression: Extract<ArithmeticExpression, { type: 'ArithmeticBinary' }>, scope: Scope, depth: number): number | undefined {
  const { operator } = expression;
  const right = evaluate(expression.right, scope, depth + 1);
  if (operator === '=') {
    assign(expression.left, right, scope);
    return right;
  }
  const left = evaluate(expression.left, scope, depth + 1);
  const assigns = operator.endsWith('=') && !['==', '!=', '<=', '>='].includes(operator);
  const value = left === undefined || right === undefined ? undefined : apply(assigns ? operator.slice(0, -1) : operator, left, right);
  if (assigns) assign(expression.left, value, scope);
  return value;
}

function apply(operator: string, left: number, right: number): number | undefined {
  switch (operator) {
    case '+':
      return bounded(left + right);
    case '-':
      return bounded(left - right);
    case '*':
      return bounded(left * right);
    case '/':
      return right === 0 ? undefined : Math.trunc(left / right);
    case '%':
      return right === 0 ? undefined : left % right;
    case '<':
      return Number(left < right);
    case '<=':
      return Number(left <= right);
    case '>':
      return Number(left > right);
    case '>=':
      return Number(left >= right);
    case '==':
      return Number(left === right);
    case '!=':
      return Number(left !== right);
    case '&&':
      return Number(left !== 0 && right !== 0);
    case '||':
      return Number(left !== 0 || right !== 0);
    case ',':
      return right;
    default:
      return undefined;
  }
}

function bounded(value: number): number | undefined {
  return Number.isSafeInteger(value) ? value : undefined;
}

const namePattern = /^[A-Za-z_][A-Za-z0-9_]*$/;

function variableOrNumber(text: string, scope: Scope): number | undefined {
  if (/^\d{1,15}$/.test(text)) return text.length > 1 && text[0] === '0' ? undefined : Number(text);
  const name = text[0] === '$' ? text.slice(1).replace(/^\{(.*)\}$/, '$1') : text;
  if (!namePattern.test(name)) return undefined;
  const value = scope.variables.get(name);
  return value?.known && /^-?(?:0|[1-9]\d{0,14})$/.test(value.text) ? Number(value.text) : undefined;
}

function assign(target: ArithmeticExpression, value: number | undefined, scope: Scope): void {
  if (target.type !== 'ArithmeticWord' || !namePattern.test(target.value)) return;
  if (value === undefined) scope.setUnknown(target.value);
  else scope.set(target.value, { text: String(value), known: true, pieces: [{ type: 'text', value: String(value), quoted: false }] });
}
