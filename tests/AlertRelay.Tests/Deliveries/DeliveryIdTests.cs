using AlertRelay.Deliveries;

namespace AlertRelay.Tests.Deliveries;

public sealed class DeliveryIdTests
{
    [Fact]
    public void Deliveries_of_one_alert_begin_alike_and_each_has_an_id_of_its_own()
    {
        var ids = Enumerable.Range(0, 1000).Select(number => DeliveryId.Of("alr_1", $"sub_{number}")).ToList();

        Assert.Equal(1000, ids.Distinct().Count());
        Assert.All(ids, id => Assert.Matches("^dlv_[0-9a-f]{32}$", id));
        Assert.Single(ids.Select(id => id[..12]).Distinct());
        Assert.NotEqual(ids[0][..12], DeliveryId.Of("alr_2", "sub_0")[..12]);
    }

    [Fact]
    public void Ids_of_any_length_and_script_have_one() =>
        Assert.NotEqual(DeliveryId.Of(new string('é', 5000), "sub_1"), DeliveryId.Of(new string('é', 5000), "sub_2"));
}
