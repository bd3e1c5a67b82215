using System.Reflection;
using System.Text.Json.Serialization.Metadata;

namespace AlertRelay.Alerts;

/// <summary>For JSON that may lack members: a modifier of the type's contract.</summary>
public static class JsonDefaults
{
    // Generated code sets init-only properties while it constructs, those that the document lacks to null or 0. A document without a
    // property must get the property's default instead, so the record is made first and filled then.
    public static void Keep(JsonTypeInfo type)
    {
        if (type.Kind != JsonTypeInfoKind.Object
            || type.ConstructorAttributeProvider is not ConstructorInfo constructor
            || constructor.GetParameters().Length > 0)
            return;

        type.CreateObject = () => constructor.Invoke(null);
        foreach (var property in type.Properties)
        {
            if (property.AttributeProvider is PropertyInfo { CanWrite: true } member)
                property.Set = member.SetValue;
        }
    }
}
