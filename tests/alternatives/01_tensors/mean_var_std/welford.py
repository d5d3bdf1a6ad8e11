"""One number after the other, by Welford's update; also the standard deviation comes from a power."""


def statistics(x, correction=1):
    mean = squares = x.flatten()[0] * 0
    count = 0
    for number in x.flatten():
        count += 1
        delta = number - mean
        mean = mean + delta / count
        squares = squares + delta * (number - mean)
    var = squares / (count - correction)
    return mean, var, var**0.5
